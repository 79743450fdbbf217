"""What is sent by e-mail and SMS, written from the edition and the receiver at the moment of sending."""
