DROP TABLE linked_ticket;
