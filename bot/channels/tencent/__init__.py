"""What WeCom and the WeChat official account have in common: crypto, XML, access token, API."""
