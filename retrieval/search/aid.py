"""The words for public money that is given, as one pattern for questions and documents alike."""

AID = "(?:补[贴助]|奖[励补金]|资助|津贴|贴息)"
