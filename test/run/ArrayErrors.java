import java.lang.reflect.*;
/** What java.lang.reflect.Array, System.arraycopy, Method.invoke and Class.forName refuse, with their messages. */
public class ArrayErrors { public void f(int x){} 
 static void t(Runnable r){ try { r.run(); System.out.println("ok"); } catch(Throwable t){ System.out.println(t);} }
 public static void main(String[] a) throws Exception {
  Method m = ArrayErrors.class.getMethod("f", int.class);
  for (Object o : new Object[]{null, "x", 1L, (byte)1}) try { m.invoke(new ArrayErrors(), o); System.out.println("ok"); } catch(Throwable t){ System.out.println(t);}
  t(()->Array.set(new int[1],0,null)); t(()->Array.set(new int[1],0,"s")); t(()->Array.set(new String[1],0,1)); t(()->Array.getInt(new String[1],0)); t(()->Array.getInt("x",0)); t(()->Array.get("x",0)); t(()->Array.get(null,0)); t(()->Array.setInt(new byte[1],0,1));t(()->Array.getInt(new long[1],0));
  t(()->Array.newInstance(void.class,1)); t(()->Array.newInstance(int.class,-1)); t(()->Array.newInstance(int.class,new int[0])); t(()->Array.get(new int[1],5)); t(()->Array.newInstance(int.class,new int[]{2,-3})); t(()->Array.newInstance(null,1)); t(()->Array.getLength("")); t(()->Array.setInt(new Object[1],0,1));
  t(()->System.arraycopy("x",0,new int[1],0,1)); t(()->System.arraycopy(new int[1],0,"x",0,1)); t(()->System.arraycopy(new int[1],0,new long[1],0,1)); t(()->System.arraycopy(new int[1],0,new Object[1],0,1)); t(()->System.arraycopy(new Object[1],0,new long[1],0,1)); t(()->System.arraycopy(new int[1],-1,new int[1],0,1)); t(()->System.arraycopy(new int[1],0,new int[1],-1,1)); t(()->System.arraycopy(new int[1],0,new int[1],0,-1)); t(()->System.arraycopy(new int[1],0,new int[1],0,2)); t(()->System.arraycopy(new int[5],0,new int[1],0,2)); t(()->System.arraycopy(new String[5],0,new Object[1],0,2)); t(()->System.arraycopy(new Object[]{1},0,new String[1],0,1)); t(()->System.arraycopy(null,0,new String[1],0,1));
  t(()->System.arraycopy(new int[1][1],0,new Integer[1][1],0,1));
  t(()->{ try { Class.forName("a/b"); } catch (Exception e) { throw new RuntimeException(e.toString()); } });
  t(()->{ try { Class.forName("[La.b;"); } catch (Exception e) { throw new RuntimeException(e.toString()); } });
  t(()->{ try { Class.forName("int"); } catch (Exception e) { throw new RuntimeException(e.toString()); } });
  t(()->{ try { Class.forName(""); } catch (Exception e) { throw new RuntimeException(e.toString()); } });
  t(()->{ try { Object.class.getDeclaredMethod("clone").invoke("x"); } catch (Exception e) { throw new RuntimeException(e.toString()); } });
 }}
