"""What a promotion is, what it must satisfy, and how it goes on."""
