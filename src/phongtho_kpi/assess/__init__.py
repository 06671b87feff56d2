"""The domain rules: catalogue x figures x clocks → assessments (rules §2 to §6)."""
