"""Users, clients, the trainer, invitations, and who may open which page. Imports no other room."""
