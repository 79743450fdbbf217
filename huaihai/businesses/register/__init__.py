"""The public register of pledges: who promises what, in which city and trade; and the page behind a poster's QR."""
