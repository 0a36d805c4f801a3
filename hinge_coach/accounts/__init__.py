"""Who you are: user, client, trainer, invitation, safety questions, privacy. Knows no other room."""
