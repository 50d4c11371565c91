"""What is made of a schema for people: pages, diagrams, and the browser."""
