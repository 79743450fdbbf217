"""What everybody may read of how the alliance decides."""
