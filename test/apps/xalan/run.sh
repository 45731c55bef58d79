#!/bin/bash
# packages: libxalan2-java libxerces2-java libxml-commons-external-java docbook-xsl
# load: Xalan interpretive, Xalan's XSLTC (run-time class generation by BCEL), the JDK's own XSLTC
# needs: threads sharing Templates, ThreadLocal, XML catalogues off; XSLTC: ClassLoader.defineClass of big generated classes (JDK: into a module layer made at run time)
. "$(dirname "$0")/../common.sh"
CP=$J/xalan2.jar:$J/serializer.jar:$J/xercesImpl.jar:$J/xml-apis.jar:$J/bcel.jar:$J/cup_runtime.jar:$J/regexp.jar:$J/java_cup.jar
build "$CP" $D/XsltLoad.java
DB=/usr/share/xml/docbook/stylesheet/docbook-xsl/xhtml/docbook.xsl
X="-Djavax.xml.parsers.SAXParserFactory=org.apache.xerces.jaxp.SAXParserFactoryImpl -Djavax.xml.parsers.DocumentBuilderFactory=org.apache.xerces.jaxp.DocumentBuilderFactoryImpl"
$JAVA $JFLAGS $X -cp $B:$CP XsltLoad org.apache.xalan.processor.TransformerFactoryImpl $DB 3 ${REP:-2} 3 ${SEC:-6} 2>$W/err
$JAVA $JFLAGS $X -cp $B:$CP XsltLoad org.apache.xalan.xsltc.trax.TransformerFactoryImpl "" 3 ${REP:-10} 3 ${SEC:-6} 2>>$W/err
$JAVA $JFLAGS -cp $B XsltLoad "" "" 3 ${REP:-10} 3 ${SEC:-6} 2>>$W/err
grep -vE '^compile ms|^WARNING|not supported' $W/err | head -5
