package io.bulkhead.host.environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a user's {@code settings.xml} says of mirrors: without them, a machine behind one reaches
 * nothing.
 */
record MavenSettings(List<Mirror> mirrors) {
    MavenSettings {
        mirrors = List.copyOf(mirrors);
    }

    record Mirror(String id, String url, String of) {}

    /**
     * Reads a file; there are no mirrors if it is not there.
     *
     * @throws IOException if it is no XML
     */
    static MavenSettings read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new MavenSettings(List.of());
        }
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            try {
                return new MavenSettings(mirrors(xml));
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new IOException("Maven's settings.xml is no XML", e);
        }
    }

    private static List<Mirror> mirrors(XMLStreamReader xml) throws XMLStreamException {
        List<Mirror> mirrors = new ArrayList<>();
        Deque<String> path = new ArrayDeque<>();
        Map<String, String> fields = new HashMap<>();
        StringBuilder text = new StringBuilder();
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                path.push(xml.getLocalName());
                text.setLength(0);
            } else if (event == XMLStreamConstants.CHARACTERS) {
                text.append(xml.getText());
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                String name = path.pop();
                if (name.equals("mirror")) {
                    mirrors.add(
                            new Mirror(
                                    fields.getOrDefault("id", "mirror"),
                                    fields.getOrDefault("url", ""),
                                    fields.getOrDefault("mirrorOf", "")));
                    fields.clear();
                } else if ("mirror".equals(path.peek())) {
                    fields.put(name, text.toString().strip());
                }
            }
        }
        return mirrors;
    }
}
