// modes: int mixed

import java.io.*;
import javax.xml.parsers.*;
import javax.xml.stream.*;
import javax.xml.transform.*;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.*;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.xml.sax.*;
import org.xml.sax.helpers.DefaultHandler;

/** A document through DOM, SAX, StAX, XSLT and XPath; one that is not well-formed. */
public class LibXml {
    static final String TEXT = "<?xml version=\"1.0\"?><r a='1'><b>t</b><b>u</b><![CDATA[z]]></r>";
    static final String SHEET = "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
        + "<xsl:template match='/'><o><xsl:value-of select='r/b[2]'/></o></xsl:template></xsl:stylesheet>";

    public static void main(String[] args) throws Exception {
        DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        Document d = parser.parse(new InputSource(new StringReader(TEXT)));
        System.out.println(d.getElementsByTagName("b").getLength());

        SAXParserFactory.newInstance().newSAXParser().parse(new ByteArrayInputStream(TEXT.getBytes()), new DefaultHandler() {
            public void startElement(String uri, String local, String name, Attributes attributes) {
                System.out.println(name + " " + attributes.getLength());
            }
        });

        XMLStreamReader in = XMLInputFactory.newInstance().createXMLStreamReader(new StringReader(TEXT));
        StringBuilder events = new StringBuilder();
        while (in.hasNext()) {
            events.append(in.next()).append(' ');
        }
        System.out.println(events);
        StringWriter text = new StringWriter();
        XMLStreamWriter out = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
        out.writeStartDocument();
        out.writeStartElement("e");
        out.writeCharacters("a < b");
        out.writeEndDocument();
        out.close();
        System.out.println(text);

        System.out.println(transform(TransformerFactory.newInstance().newTransformer(), d));
        System.out.println(transform(TransformerFactory.newInstance().newTransformer(
            new StreamSource(new StringReader(SHEET))), d));
        System.out.println(XPathFactory.newInstance().newXPath().evaluate("count(//b)", d));
        parser.setErrorHandler(null);
        try {
            parser.parse(new InputSource(new StringReader("<r><b></r>")));
        } catch (SAXParseException e) {
            System.out.println(e.getLineNumber() + ":" + e.getColumnNumber() + " " + e.getMessage());
        }
    }

    static String transform(Transformer t, Document d) throws Exception {
        StringWriter w = new StringWriter();
        t.transform(new DOMSource(d), new StreamResult(w));
        return w.toString();
    }
}
