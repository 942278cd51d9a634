"""What has a due date in a case: one room for each part of the case (brief 4.5)."""
