"""The protection fund: claims, reservations, payouts, recoveries."""
