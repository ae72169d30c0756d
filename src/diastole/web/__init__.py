"""The web application: pages for people and a decision support service for programs, in one process."""
