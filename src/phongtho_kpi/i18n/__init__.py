"""What the program says: texts, numbers and days, in Vietnamese and English."""
