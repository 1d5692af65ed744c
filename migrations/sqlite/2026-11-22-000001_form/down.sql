DROP TABLE consent;
DROP TABLE consent_text;
