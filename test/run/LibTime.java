// java: -Duser.timezone=America/St_Johns -Duser.language=en -Duser.country=US
// modes: int mixed

import java.time.*;
import java.time.chrono.JapaneseDate;
import java.time.format.*;
import java.time.temporal.*;
import java.util.*;
import java.util.concurrent.CountDownLatch;

/** java.time with zones, calendars and locales, the old dates, and a timer. */
public class LibTime {
    public static void main(String[] args) throws Exception {
        LocalDateTime t = LocalDateTime.of(2024, 2, 29, 12, 30);
        System.out.println(t.plusYears(1) + " " + t.format(DateTimeFormatter.ISO_DATE_TIME));
        System.out.println(t.format(DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.FRANCE)));
        System.out.println(DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).format(t));
        System.out.println(ZonedDateTime.of(t, ZoneId.of("America/New_York")).toInstant() + " " + ZoneId.systemDefault());
        System.out.println(Duration.ofSeconds(3661) + " " + Period.between(LocalDate.of(2000, 1, 1), t.toLocalDate())
            + " " + ChronoUnit.DAYS.between(LocalDate.EPOCH, t.toLocalDate()) + " " + t.with(TemporalAdjusters.lastDayOfMonth()));
        System.out.println(Instant.now().isAfter(Instant.EPOCH) + " " + OffsetDateTime.of(t, ZoneOffset.ofHours(-3)).toInstant());
        System.out.println(LocalDate.parse("2020-01-01").getDayOfWeek() + " " + JapaneseDate.of(2020, 1, 1));
        System.out.println(new GregorianCalendar(2020, 1, 1).getTime() + " " + TimeZone.getDefault().getID()
            + " " + (TimeZone.getAvailableIDs().length > 500));

        Timer timer = new Timer(true);
        CountDownLatch twice = new CountDownLatch(2);
        timer.schedule(new TimerTask() {
            public void run() {
                twice.countDown();
            }
        }, 1, 5);
        twice.await();
        timer.cancel();
    }
}
