"""What everybody may read about funds: the register, one fund, how an advance payment works."""
