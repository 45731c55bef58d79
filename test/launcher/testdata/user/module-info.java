module user { requires m; }
