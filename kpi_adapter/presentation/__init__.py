"""Results become sentences, tables and pictures. All Chinese of answers lives here."""
