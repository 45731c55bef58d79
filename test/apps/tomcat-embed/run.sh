#!/bin/bash
# packages: libtomcat10-embed-java libtomcat10-java libeclipse-jdt-core-java
# load: tomcat 10.1; servlets by annotation, JSP + tag files + tag library + EL, sessions, async, WebSocket, keep-alive/pipelining, 200 client threads
# needs: NIO selectors/epoll, 250 threads, JAR/annotation scanning (reads every class file itself), ECJ in process, web application class loaders (parallel capable), ThreadLocal leak check by reflection (--add-opens), SecureRandom, java.net.http client (optional), jul LogManager
. "$(dirname "$0")/../common.sh"
CP=$J/tomcat10-embed-core.jar:$J/tomcat10-embed-el.jar:$J/tomcat10-embed-jasper.jar:$J/tomcat10-embed-websocket.jar:$J/tomcat10-annotations-api.jar:$J/eclipse-jdt-core.jar
build "$CP" $D/host/*.java $D/app/demo/*.java
cp -r $D/web $W/web; mkdir -p $W/web/WEB-INF/classes $W/base $W/h; cp -r $B/demo $W/web/WEB-INF/classes/; cp $B/*.class $W/h/; touch -d 2020-01-01 $W/web/*
OPENS="--add-opens java.base/java.lang=ALL-UNNAMED --add-opens java.base/java.io=ALL-UNNAMED --add-opens java.base/java.util=ALL-UNNAMED --add-opens java.base/java.util.concurrent=ALL-UNNAMED --add-opens java.rmi/sun.rmi.transport=ALL-UNNAMED"
$JAVA $JFLAGS $OPENS -cp $W/h:$CP Host $W/base $W/web ${CONC:-200} ${REQ:-2000} 2>$W/err; r=$?; echo "exit $r"; [ $r = 0 ] || grep -E "^[A-Za-z]" $W/err | head -20
