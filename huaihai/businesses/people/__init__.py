"""Who acts for a business."""
