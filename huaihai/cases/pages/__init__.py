"""What the pages of several audiences share: how a case stands, its facts and clocks in words, forms, masks."""
