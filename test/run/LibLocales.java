// java: -Duser.language=en -Duser.country=US
// modes: int mixed

import java.io.*;
import java.text.*;
import java.util.*;

/** Locales: names, numbers, dates, collation, normal forms, bundles, and properties in XML. */
public class LibLocales {
    public static class Bundle extends ListResourceBundle {
        protected Object[][] getContents() {
            return new Object[][] {{"k", "v"}};
        }
    }

    public static void main(String[] args) throws Exception {
        System.out.println(ResourceBundle.getBundle("LibLocales$Bundle").getString("k"));
        System.out.println(new PropertyResourceBundle(new StringReader("a=b")).getString("a"));
        System.out.println(Locale.getDefault() + " " + (Locale.getAvailableLocales().length > 1000));
        System.out.println(Locale.JAPAN.getDisplayCountry(Locale.GERMANY));
        System.out.println(new Locale.Builder().setLanguage("sr").setScript("Latn").build().toLanguageTag());

        System.out.println(NumberFormat.getCurrencyInstance(Locale.GERMANY).format(1234.5));
        System.out.println(NumberFormat.getCompactNumberInstance(Locale.US, NumberFormat.Style.SHORT).format(12345));
        System.out.println(Currency.getInstance("EUR").getSymbol(Locale.FRANCE));
        System.out.println((int) new DecimalFormatSymbols(Locale.FRANCE).getGroupingSeparator());
        System.out.println(DateFormat.getDateInstance(DateFormat.FULL, Locale.JAPAN).format(new Date(0)));
        System.out.println(new DateFormatSymbols(Locale.ITALY).getMonths()[0]);
        System.out.println(Calendar.getInstance(new Locale("th", "TH")).getClass());

        System.out.println(Collator.getInstance(Locale.FRENCH).compare("\u00e9", "f"));
        System.out.println(Normalizer.normalize("\u00e9", Normalizer.Form.NFD).length());
        System.out.println(BreakIterator.getWordInstance().getClass());
        System.out.println("\u0130".toLowerCase(new Locale("tr")));
        System.out.println(Character.getName('a') + " " + Character.isLetter('\u00e9') + " "
            + Character.UnicodeBlock.of('\u3042') + " " + Character.toChars(0x1F600).length);
        System.out.println(Bidi.requiresBidi("abc".toCharArray(), 0, 3) + " "
            + new Bidi("abc\u05d0", Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).isMixed());
        System.out.println(java.net.IDN.toASCII("b\u00fccher.de"));

        Properties p = new Properties();
        p.setProperty("x", "\u00fc");
        ByteArrayOutputStream xml = new ByteArrayOutputStream();
        p.storeToXML(xml, "c");
        Properties q = new Properties();
        q.loadFromXML(new ByteArrayInputStream(xml.toByteArray()));
        System.out.println(q.equals(p));
        StringWriter text = new StringWriter();
        p.store(text, "c");
        System.out.println(text.toString().lines().filter(s -> !s.startsWith("#")).toList());
    }
}
