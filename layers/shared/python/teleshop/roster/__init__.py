"""Who works when: staff, shifts, cover of every hour, who may take cases."""
