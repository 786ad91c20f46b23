"""What each indicator, place, industry, department and project stage means."""
