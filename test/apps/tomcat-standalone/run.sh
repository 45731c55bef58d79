#!/bin/bash
# packages: tomcat10 libtomcat10-java tomcat10-common tomcat10-examples libeclipse-jdt-core-java wrk apache2-utils curl
# load: the real start-up: Bootstrap, catalina.properties class loaders, server.xml, examples webapp, shutdown port
# needs: as tomcat-embed; java.util.logging.manager=ClassLoaderLogManager, JMX MBeans (Modeler), JreMemoryLeakPreventionListener, -Djava.io.tmpdir, signals (SIGTERM shutdown hook), Class.forName on custom loaders, XML Digester
. "$(dirname "$0")/../common.sh"
HOME10=/usr/share/tomcat10; PORT=${PORT:-18090}; SP=$((PORT + 1))
# a base of our own on 127.0.0.1
mkdir -p $W/base/{conf,logs,temp,work,webapps}; cp /etc/tomcat10/{web.xml,catalina.properties,context.xml,logging.properties} $W/base/conf/ 2>/dev/null
cat > $W/base/conf/server.xml <<E
<Server port="$SP" shutdown="SHUTDOWN" address="127.0.0.1"><Listener className="org.apache.catalina.core.JreMemoryLeakPreventionListener"/><Listener className="org.apache.catalina.mbeans.GlobalResourcesLifecycleListener"/><Listener className="org.apache.catalina.core.ThreadLocalLeakPreventionListener"/>
<Service name="Catalina"><Connector port="$PORT" address="127.0.0.1" protocol="HTTP/1.1" connectionTimeout="20000" maxThreads="60" maxKeepAliveRequests="-1"/><Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps" unpackWARs="true" autoDeploy="false"><Valve className="org.apache.catalina.valves.AccessLogValve" directory="logs" prefix="access" suffix=".txt" pattern="%m %U %s"/></Host></Engine></Service></Server>
E
cp -rL /usr/share/tomcat10-examples/examples $W/base/webapps/examples; mkdir $W/base/webapps/demo; cp -r $D/../tomcat-embed/web/. $W/base/webapps/demo/
[ -f $CACHE/tomcat-embed/.done ] || $D/../tomcat-embed/run.sh >/dev/null; mkdir -p $W/base/webapps/demo/WEB-INF/classes; cp -r $CACHE/tomcat-embed/demo $W/base/webapps/demo/WEB-INF/classes/
CP=$HOME10/bin/bootstrap.jar:$HOME10/bin/tomcat-juli.jar
OPENS="--add-opens java.base/java.lang=ALL-UNNAMED --add-opens java.base/java.io=ALL-UNNAMED --add-opens java.base/java.util=ALL-UNNAMED --add-opens java.base/java.util.concurrent=ALL-UNNAMED --add-opens java.rmi/sun.rmi.transport=ALL-UNNAMED"
$JAVA $JFLAGS $OPENS -Djava.util.logging.config.file=$W/base/conf/logging.properties -Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager -Dcatalina.home=$HOME10 -Dcatalina.base=$W/base -Djava.io.tmpdir=$W/base/temp -classpath $CP org.apache.catalina.startup.Bootstrap start > $W/out 2>&1 &
pid=$!; trap 'kill $pid 2>/dev/null; rm -rf "$W"' EXIT
for i in $(seq 600); do curl -s -o /dev/null http://127.0.0.1:$PORT/demo/index.html && break; kill -0 $pid 2>/dev/null || break; sleep .2; done
g() { curl -s -m 60 -o $W/o -w '%{http_code}' "http://127.0.0.1:$PORT$1"; echo " $1 $(tr -s ' \n' ' ' < $W/o | cut -c1-${2:-160})"; }
g /demo/index.html; g '/demo/hello.jsp?n=4' 400; g '/demo/calc/z?a=1&b=2'; g /demo/tag.jsp; g /demo/nope
g /examples/jsp/snp/snoop.jsp 40; g /examples/servlets/servlet/HelloWorldExample 60; g '/examples/jsp/jsp2/el/basic-arithmetic.jsp' 50; g /examples/jsp/jsp2/simpletag/hello.jsp 60; g /examples/jsp/num/numguess.jsp 60; g /examples/jsp/xml/xml.jsp 50; g /examples/jsp/cal/cal1.jsp 40; g '/examples/servlets/servlet/RequestParamExample?firstname=a&lastname=b' 30; g /examples/jsp/jsptoserv/jsptoservlet.jsp 30; g /examples/jsp/tagplugin/foreach.jsp 40
for i in 1 2 3; do curl -s -m 60 -b $W/jar -c $W/jar http://127.0.0.1:$PORT/demo/counter.jsp | tr -d '\n'; echo; done
ab -q -k -n ${REQ:-2000} -c ${CONC:-200} "http://127.0.0.1:$PORT/demo/hello.jsp?n=5" 2>&1 | grep -E '^(Complete|Failed|Non-2xx|Keep-Alive requests)' | tr -s ' '
ab -q -n 400 -c 50 "http://127.0.0.1:$PORT/demo/index.html" 2>&1 | grep -E '^(Complete|Failed|Non-2xx)' | tr -s ' '
printf SHUTDOWN > /dev/tcp/127.0.0.1/$SP; wait $pid; echo "exit $?"
grep -cE 'SEVERE|Exception' $W/out $W/base/logs/catalina* 2>/dev/null | sed "s#$W##;s#[0-9-]*\.log#.log#" | grep -v ':0' ; grep -E 'SEVERE|Caused' $W/out | head -3
