"""Fine-tune the shared encoder on several tasks at once and export it."""
