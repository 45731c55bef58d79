module s1 { exports q; }
