module s2 { exports q; }
