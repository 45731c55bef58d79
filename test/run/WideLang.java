// modes: int mixed
import java.math.*; import java.util.*; import java.util.function.*; import java.util.regex.*; import java.util.stream.*; import java.text.*;
public class WideLang {
  enum Color {RED,GREEN,BLUE} record P(int x,String y){} sealed interface S permits A,B{} record A(int v) implements S{} record B(String s) implements S{}
  interface Dflt { default int d(){return 7;} }
  public static void main(String[] a) throws Exception {
    List<Integer> l=IntStream.range(0,1000).boxed().collect(Collectors.toList()); Collections.shuffle(l,new Random(1)); Collections.sort(l);
    Map<Integer,List<Integer>> m=l.stream().collect(Collectors.groupingBy(x->x%7,TreeMap::new,Collectors.toList()));
    System.out.println(m.get(3).stream().mapToInt(Integer::intValue).sum());
    System.out.println(l.parallelStream().filter(x->x%2==0).mapToLong(x->x).sum());
    System.out.println(String.format("%5d|%-8s|%08.3f|%x|%,d|%e|%tY|%s",42,"abc",Math.PI,255,1234567,1e10,new Date(0),EnumSet.allOf(Color.class)));
    Matcher mm=Pattern.compile("(?<k>\\w+)=(?<v>\\d+)").matcher("a=1, bb=22"); while(mm.find()) System.out.println(mm.group("k")+":"+mm.group("v"));
    System.out.println("x,y;z".replaceAll("[,;]","-")+" "+Arrays.toString("p q r".split(" ")));
    BigInteger b=BigInteger.TWO.pow(521).subtract(BigInteger.ONE); System.out.println(b.isProbablePrime(10)+" "+b.toString().length()+" "+b.modPow(BigInteger.TEN,BigInteger.valueOf(97)));
    BigInteger c=new BigInteger("123456789".repeat(100)); System.out.println(c.multiply(c).sqrt().equals(c)+" "+c.gcd(b));
    System.out.println(new BigDecimal("1").divide(new BigDecimal("7"),50,RoundingMode.HALF_UP)+" "+new BigDecimal(2).sqrt(MathContext.DECIMAL128));
    Map<String,Integer> hm=new HashMap<>(),lh=new LinkedHashMap<>(); for(int i=0;i<2000;i++){hm.merge("k"+i%100,1,Integer::sum);lh.put("z"+i,i);} System.out.println(hm.hashCode()+" "+lh.size());
    IdentityHashMap<Object,Object> ih=new IdentityHashMap<>(); for(int i=0;i<10;i++) ih.put(new Object(),i); WeakHashMap<Object,Object> wh=new WeakHashMap<>(); wh.put("a",1);
    PriorityQueue<Integer> pq=new PriorityQueue<>(l); ArrayDeque<Integer> dq=new ArrayDeque<>(l); BitSet bs=new BitSet(); bs.set(5,50); System.out.println(pq.poll()+" "+dq.pollLast()+" "+bs.cardinality());
    EnumMap<Color,String> em=new EnumMap<>(Color.class); em.put(Color.RED,"r"); System.out.println(em+" "+new P(1,"q")+" "+new P(1,"q").equals(new P(1,"q")));
    S s=new A(3); String r= s instanceof A aa? "A"+aa.v : "B"; switch(r){case "A3":System.out.println("sw");break;default:}
    System.out.println(Color.valueOf("GREEN").ordinal()+" "+switch(Color.BLUE){case RED->1;case GREEN->2;case BLUE->3;});
    double[] ds={Math.sin(1),Math.cos(1),Math.tan(1),Math.exp(1),Math.log(2),Math.log10(2),Math.pow(2,.5),Math.sqrt(2),Math.cbrt(2),Math.atan2(1,2),Math.hypot(3,4),Math.sinh(1),Math.asin(.5),Math.acos(.5),Math.atan(.5),Math.cosh(1),Math.tanh(1),Math.log1p(.1),Math.expm1(.1),Math.IEEEremainder(5,3),Math.rint(2.5),Math.floor(2.5),Math.fma(1.,2.,3.)}; System.out.println(Arrays.toString(ds));
    double[] ss={StrictMath.sin(1),StrictMath.cos(1),StrictMath.tan(1),StrictMath.exp(1),StrictMath.log(2),StrictMath.log10(2),StrictMath.pow(2,.5),StrictMath.sqrt(2),StrictMath.cbrt(2),StrictMath.atan2(1,2),StrictMath.hypot(3,4)}; System.out.println(Arrays.toString(ss));
    System.out.println(Double.toString(1.1)+Float.parseFloat("3.3")+Double.parseDouble("1e-300")+Double.doubleToRawLongBits(1.5)+Float.floatToIntBits(2f)+Double.longBitsToDouble(4607182418800017408L)+Double.toHexString(1.1));
    System.out.println(Long.parseUnsignedLong("18446744073709551615")+" "+Integer.toHexString(-1)+" "+Long.bitCount(77)+" "+Integer.reverse(5));
    StringBuilder sb=new StringBuilder(); for(int i=0;i<100;i++) sb.append(i).append('é').append(1.5f); System.out.println(sb.reverse().length()+" "+sb.toString().intern().hashCode()+" "+"aXb".toUpperCase()+" "+"ß".toUpperCase()+" "+" s ".strip()+"l1\nl2".lines().count()+"ab".repeat(3)+String.join("-","a","b"));
    int[] big=new Random(5).ints(20000).toArray(); Arrays.sort(big); Arrays.parallelSort(big); System.out.println(Arrays.binarySearch(big,big[77])+" "+Arrays.hashCode(big)+" "+Arrays.equals(big,big.clone())+" "+Arrays.mismatch(big,big));
    Object[][] multi=new Object[3][4]; int[][][] mi=new int[2][3][4]; System.out.println(multi.length+mi[1][2].length);
    Optional<String> o=Stream.of("a","b").reduce((x,y)->x+y); System.out.println(o.get()); Supplier<Dflt> sd=()->new Dflt(){}; System.out.println(sd.get().d());
    System.out.println(Stream.iterate(1,x->x*2).limit(10).map(String::valueOf).collect(Collectors.joining(",")));
    Function<Integer,Function<Integer,Integer>> add=x->y->x+y; System.out.println(add.apply(1).apply(2)); BiFunction<String,Integer,Character> ch=String::charAt; System.out.println(ch.apply("abc",1)); IntFunction<int[]> mk=int[]::new; System.out.println(mk.apply(3).length);
    System.out.println(UUID.nameUUIDFromBytes("x".getBytes("UTF-8"))+" "+UUID.randomUUID().version()+" "+Objects.hash(1,2,3)+" "+Base64.getEncoder().encodeToString("hello".getBytes()));
    System.out.println(new DecimalFormat("#,##0.00").format(12345.678)+" "+new SimpleDateFormat("yyyy-MM-dd HH:mm zzz",Locale.US).format(new Date(0))+" "+MessageFormat.format("{0} is {1,number}","x",5)+" "+new ChoiceFormat("0#no|1#one").format(1));
    Scanner sc=new Scanner("1 2.5 foo"); System.out.println(sc.nextInt()+sc.nextDouble()+sc.next()); StringTokenizer st=new StringTokenizer("a b"); System.out.println(st.countTokens());
    try { Object x="s"; Integer i=(Integer)x; } catch(ClassCastException e){System.out.println(e.getMessage());}
    try { int[] z=null; z[0]=1; } catch(NullPointerException e){System.out.println(e.getMessage());}
    try { int[] z=new int[1]; z[2]=1; } catch(ArrayIndexOutOfBoundsException e){System.out.println(e.getMessage());}
    try { recurse(0); } catch(StackOverflowError e){System.out.println("SOE");}
    try { long[][] hog=new long[Integer.MAX_VALUE-1][]; System.out.println(hog.length);} catch(OutOfMemoryError e){System.out.println("OOM");}
    try { throw new Exception("a",new RuntimeException("b")); } catch(Exception e){ java.io.StringWriter w=new java.io.StringWriter(); e.printStackTrace(new java.io.PrintWriter(w)); System.out.println(w.toString().length()>10); for(StackTraceElement el: e.getStackTrace()) System.out.println(el.getMethodName()+el.getLineNumber()); }
    System.out.println(System.identityHashCode(a)!=0); System.out.println((System.getProperty("java.version")!=null)+" "+System.getenv("PATH").isEmpty()+" "+System.getenv().isEmpty()+" "+System.lineSeparator().length()+System.nanoTime()%1+System.currentTimeMillis()%1);
    System.gc(); Runtime rt=Runtime.getRuntime(); System.out.println(rt.availableProcessors()>0&&rt.freeMemory()>0&&rt.totalMemory()>0&&rt.maxMemory()>0); System.out.println(Runtime.version().feature());
    SplittableRandom sr=new SplittableRandom(1); System.out.println(sr.nextInt()); System.out.println(java.util.random.RandomGenerator.of("L64X128MixRandom").nextInt()!=0); System.out.println(Math.random()<1);
    Object lock=new Object(); synchronized(lock){ lock.notifyAll(); lock.wait(1);} int[] cl={1,2}; System.out.println(cl.clone()[1]+" "+cl.getClass().getName()+" "+lock.hashCode()%1);
  }
  static int recurse(int i){ return recurse(i+1)+1; }
}
