class NoMainSource { }
