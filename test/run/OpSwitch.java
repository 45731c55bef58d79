/** tableswitch, lookupswitch, switches on strings, enums and boxes, the arrow form, yield and patterns of instanceof. */
public class OpSwitch {
    enum Day { MON, TUE, WED, THU, FRI, SAT, SUN }

    static String table(int n) {
        switch (n) {
            case -2: return "minus two";
            case -1: return "minus one";
            case 0: return "zero";
            case 1:
            case 2: return "one or two";
            case 4: return "four";
            default: return "other";
        }
    }

    static int lookup(int n) {
        switch (n) {
            case Integer.MIN_VALUE: return 1;
            case -1000000: return 2;
            case 0: return 3;
            case 99: return 4;
            case 1000000000: return 5;
            case Integer.MAX_VALUE: return 6;
        }
        return 0;
    }

    static String extremes(int n) {
        switch (n) {
            case Integer.MAX_VALUE - 1: return "max-1";
            case Integer.MAX_VALUE: return "max";
            default: return "-";
        }
    }

    static int fall(int n) {
        int r = 0;
        switch (n) {
            case 3: r += 3;
            case 2: r += 2;
            case 1: r += 1;
                break;
            default: r = -1;
            case 7: r *= 10;
        }
        return r;
    }

    static int strings(String s) {
        switch (s) {
            case "Aa": return 1; // same hash as BB
            case "BB": return 2;
            case "": return 3;
            case "hello": return 4;
            default: return 0;
        }
    }

    static String days(Day d) {
        return switch (d) {
            case SAT, SUN -> "weekend";
            case FRI -> {
                String s = "almost";
                yield s + "!";
            }
            default -> "work";
        };
    }

    static int chars(char c) {
        return switch (c) {
            case 'a', 'e', 'i', 'o', 'u' -> 1;
            case 'y' -> 2;
            default -> 0;
        };
    }

    static String type(Object o) {
        if (o instanceof Integer i && i > 10) return "big int " + i;
        if (o instanceof Integer i) return "int " + i;
        if (o instanceof String s && !s.isEmpty()) return "string " + s.charAt(0);
        if (!(o instanceof Number n)) return "not a number";
        return "number " + n.intValue();
    }

    static int inLoop() {
        int sum = 0;
        outer:
        for (int i = 0; ; i++) {
            switch (i % 5) {
                case 0: continue outer;
                case 1: sum += 1; break;
                case 2: sum += 10; continue;
                case 3: if (i > 20) break outer; break;
                default: sum += 100;
            }
            sum += 1000;
        }
        return sum;
    }

    static int nested(int a, String b) {
        switch (a) {
            case 1:
                switch (b) {
                    case "x": return 11;
                    case "y": return 12;
                }
                return 10;
            case 2: return switch (b) { case "x" -> 21; default -> { try { yield Integer.parseInt(b); } catch (NumberFormatException e) { yield -1; } finally { a++; } } };
        }
        return a;
    }

    public static void main(String[] args) {
        for (int i = -4; i < 7; i++) System.out.print(table(i) + ";");
        System.out.println();
        for (int i : new int[] {Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -1000000, -1, 0, 1, 99, 1000000000, Integer.MAX_VALUE}) System.out.print(lookup(i) + extremes(i) + ";");
        System.out.println();
        for (int i = 0; i < 9; i++) System.out.print(fall(i) + ";");
        System.out.println();
        for (String s : new String[] {"Aa", "BB", "", "hello", "AaBB", "C#"}) System.out.print(strings(s) + ";");
        System.out.println();
        for (Day d : Day.values()) System.out.print(days(d) + ";");
        System.out.println();
        for (char c : "abcexyz".toCharArray()) System.out.print(chars(c));
        System.out.println();
        for (Object o : new Object[] {5, 50, "", "str", 3.5, 'c', null}) System.out.print(type(o) + ";");
        System.out.println();
        System.out.println(inLoop() + " " + nested(1, "x") + nested(1, "z") + nested(2, "77") + nested(2, "q") + nested(3, ""));
        try {
            strings(null);
        } catch (NullPointerException e) {
            System.out.println("null string");
        }
        try {
            days(null);
        } catch (NullPointerException e) {
            System.out.println("null enum");
        }
        Integer boxed = 4;
        switch (boxed) {
            case 4: System.out.println("boxed four");
        }
    }
}
