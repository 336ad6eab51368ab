"""Files that hold other files: archives, compressed files, web archives."""
