// modes: int mixed
import java.time.*; import java.time.format.*; import java.time.temporal.*; import java.util.*;
public class WideTime { public static void main(String[] a) throws Exception {
  LocalDateTime t=LocalDateTime.of(2024,2,29,12,30); System.out.println(t.plusYears(1)+" "+t.format(DateTimeFormatter.ISO_DATE_TIME)+" "+t.format(DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu",Locale.FRANCE)));
  System.out.println(ZonedDateTime.of(t,ZoneId.of("America/New_York")).toInstant()+" "+ZoneId.systemDefault()+" "+Duration.ofSeconds(3661)+" "+Period.between(LocalDate.of(2000,1,1),t.toLocalDate()));
  System.out.println(Instant.now().isAfter(Instant.EPOCH)+" "+Clock.systemUTC().instant().getNano()%1+" "+ChronoUnit.DAYS.between(LocalDate.EPOCH,t.toLocalDate())+" "+t.with(TemporalAdjusters.lastDayOfMonth())+" "+DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).format(t));
  System.out.println(LocalDate.parse("2020-01-01").getDayOfWeek()+" "+new GregorianCalendar(2020,1,1).getTime()+" "+TimeZone.getDefault().getID()+" "+TimeZone.getAvailableIDs().length+" "+java.time.chrono.JapaneseDate.of(2020,1,1)+" "+OffsetDateTime.now().getOffset());
  Timer tm=new Timer(true); var l=new java.util.concurrent.CountDownLatch(2); tm.schedule(new TimerTask(){public void run(){l.countDown();}},1,5); l.await(); tm.cancel();
}}
