"""Use cases of service cases, by what they are about; `desk` reads and stores cases for all."""
