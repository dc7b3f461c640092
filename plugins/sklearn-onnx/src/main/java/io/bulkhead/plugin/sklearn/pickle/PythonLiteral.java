package io.bulkhead.plugin.sklearn.pickle;

import java.util.ArrayList;
import java.util.List;

/** The few Python literals that headers of arrays are made of: nothing is evaluated. */
final class PythonLiteral {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_DIGITS = 18;

    private final String text;
    private int at;

    PythonLiteral(String text) {
        this.text = text;
    }

    Object read() throws PickleException {
        return value(0);
    }

    private Object value(int depth) throws PickleException {
        char c = next();
        if (depth > MAX_DEPTH) {
            throw wrong();
        }
        return switch (c) {
            case '{' -> dict(depth);
            case '[' -> list(depth);
            case '(' -> new PyTuple(items(')', depth));
            case '\'', '"' -> string();
            default -> Character.isDigit(c) ? (Object) integer() : word();
        };
    }

    private char next() throws PickleException {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            throw wrong();
        }
        return text.charAt(at);
    }

    private PyDict dict(int depth) throws PickleException {
        PyDict dict = new PyDict();
        at++;
        while (next() != '}') {
            Object key = value(depth + 1);
            expect(':');
            dict.put(key, value(depth + 1));
            if (next() == ',') {
                at++;
            }
        }
        at++;
        return dict;
    }

    private PyList list(int depth) throws PickleException {
        PyList list = new PyList();
        items(']', depth).forEach(list::add);
        return list;
    }

    private List<Object> items(char end, int depth) throws PickleException {
        List<Object> items = new ArrayList<>();
        at++;
        while (next() != end) {
            items.add(value(depth + 1));
            if (next() == ',') {
                at++;
            }
        }
        at++;
        return items;
    }

    private String string() throws PickleException {
        int end = text.indexOf(text.charAt(at), at + 1);
        if (end < 0 || text.substring(at, end).indexOf('\\') >= 0) {
            throw wrong();
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private Long integer() throws PickleException {
        int start = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        if (at - start > MAX_DIGITS) {
            throw wrong();
        }
        return Long.valueOf(text.substring(start, at));
    }

    private Object word() throws PickleException {
        for (String word : List.of("True", "False", "None")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("None") ? PyNone.NONE : (Object) word.equals("True");
            }
        }
        throw wrong();
    }

    private void expect(char c) throws PickleException {
        if (next() != c) {
            throw wrong();
        }
        at++;
    }

    private static PickleException wrong() {
        return new PickleException("file holds an array with a damaged header");
    }
}
