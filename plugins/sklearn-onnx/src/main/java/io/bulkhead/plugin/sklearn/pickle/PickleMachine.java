package io.bulkhead.plugin.sklearn.pickle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs one pickle: reads its instructions, protocols 0 to 5, and gives the value that is left. What
 * an instruction would call is made by {@link ObjectFactory}, which calls nothing.
 */
final class PickleMachine {
    private static final int HIGHEST_PROTOCOL = 5;

    /** How many items of a container weigh as much as what one instruction may make. */
    private static final int ITEMS_PER_OBJECT = 4;

    private static final int BYTES_PER_OBJECT = 256;

    private final PickleInput in;
    private final PickleLimits limits;
    private final ObjectFactory factory;
    private final OperandStack stack = new OperandStack();
    private final Map<Integer, Object> memo = new HashMap<>();
    private final PickleLiterals literals;
    private final int nesting;
    private long operations;

    PickleMachine(PickleInput in, PickleLimits limits, ObjectFactory factory, int nesting) {
        this.in = in;
        this.limits = limits;
        this.factory = factory;
        this.literals = new PickleLiterals(in);
        this.nesting = nesting;
    }

    Object run() throws IOException {
        for (int opcode = in.readByte(); opcode != '.'; opcode = in.readByte()) {
            spend(1);
            step(opcode);
        }
        return stack.pop();
    }

    private void spend(long objects) throws PickleException {
        operations += objects;
        if (operations > limits.maxObjects()) {
            throw new PickleException(
                    "pickle has more than the allowed " + limits.maxObjects() + " objects");
        }
    }

    /** One instruction can copy what another has made: {@code list(x)} again and again. */
    private PyTuple paid(PyTuple arguments) throws PickleException {
        if (arguments.size() == 0) {
            return arguments;
        }
        spend(weight(arguments.get(0)));
        return arguments;
    }

    private static long weight(Object copied) {
        if (copied instanceof PyList list) {
            return list.items().size() / ITEMS_PER_OBJECT;
        }
        if (copied instanceof PyTuple tuple) {
            return tuple.size() / ITEMS_PER_OBJECT;
        }
        if (copied instanceof PySet set) {
            return set.items().size() / ITEMS_PER_OBJECT;
        }
        if (copied instanceof PyDict dict) {
            return dict.entries().size() / ITEMS_PER_OBJECT;
        }
        if (copied instanceof String text) {
            return text.length() / BYTES_PER_OBJECT;
        }
        return copied instanceof PyBytes bytes ? bytes.buffer().remaining() / BYTES_PER_OBJECT : 0;
    }

    private void step(int opcode) throws IOException {
        if (pushesLiteral(opcode) || changesContainer(opcode)) {
            return;
        }
        if (!usesMemoOrStack(opcode) && !makesObject(opcode)) {
            throw new PickleException(
                    String.format(
                            "file is no pickle: it has no instruction 0x%02x at byte %d",
                            opcode, in.offset() - 1));
        }
    }

    private boolean pushesLiteral(int opcode) throws IOException {
        switch (opcode) {
            case 'N' -> stack.push(PyNone.NONE);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'I' -> stack.push(literals.integerOrBoolLine());
            case 'J' -> stack.push((long) in.readInt());
            case 'K' -> stack.push((long) in.readByte());
            case 'M' -> stack.push((long) in.readUnsignedShort());
            case 'L' -> stack.push(literals.longLine());
            case 0x8a -> stack.push(literals.longOfBytes(in.readByte()));
            case 0x8b -> stack.push(literals.longOfBytes(in.readInt()));
            case 'F' -> stack.push(literals.floatLine());
            case 'G' -> stack.push(Double.longBitsToDouble(in.readBigEndianLong()));
            case 'S' -> stack.push(literals.quotedLine());
            case 'T' -> stack.push(latin1(in.readInt()));
            case 'U' -> stack.push(latin1(in.readByte()));
            case 'V' -> stack.push(literals.unicodeLine());
            case 'X' -> stack.push(in.readText(in.readUnsignedInt()));
            case 0x8c -> stack.push(in.readText(in.readByte()));
            case 0x8d -> stack.push(in.readText(in.readLong()));
            case 'B' -> stack.push(new PyBytes(in.readBytes(in.readUnsignedInt())));
            case 'C' -> stack.push(new PyBytes(in.readBytes(in.readByte())));
            case 0x8e, 0x96 -> stack.push(new PyBytes(in.readBytes(in.readLong())));
            default -> {
                return false;
            }
        }
        return true;
    }

    private String latin1(int length) throws IOException {
        return new String(in.readRawText(length), StandardCharsets.ISO_8859_1);
    }

    private boolean changesContainer(int opcode) throws IOException {
        switch (opcode) {
            case ']' -> stack.push(new PyList());
            case '}' -> stack.push(new PyDict());
            case ')' -> stack.push(PyTuple.EMPTY);
            case 0x8f -> stack.push(new PySet());
            case 'l' -> stack.push(Containers.list(stack.popToMark()));
            case 'd' -> stack.push(Containers.dict(stack.popToMark()));
            case 't' -> stack.push(new PyTuple(stack.popToMark()));
            case 0x85 -> stack.push(new PyTuple(List.of(stack.pop())));
            case 0x86 -> stack.push(popPair());
            case 0x87 -> stack.push(popTriple());
            case 0x91 -> stack.push(Containers.set(stack.popToMark()));
            case 'a' -> append(List.of(stack.pop()));
            case 'e' -> append(stack.popToMark());
            case 's' -> setItems(popPair().items());
            case 'u' -> setItems(stack.popToMark());
            case 0x90 -> addToSet(stack.popToMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private PyTuple popPair() throws PickleException {
        Object second = stack.pop();
        return new PyTuple(List.of(stack.pop(), second));
    }

    private PyTuple popTriple() throws PickleException {
        Object third = stack.pop();
        Object second = stack.pop();
        return new PyTuple(List.of(stack.pop(), second, third));
    }

    private void append(List<Object> items) throws PickleException {
        Containers.append(stack.peek(), items);
    }

    private void setItems(List<Object> keysAndValues) throws PickleException {
        Containers.setItems(stack.peek(), keysAndValues);
    }

    private void addToSet(List<Object> items) throws PickleException {
        if (!(stack.peek() instanceof PySet set)) {
            throw new PickleException(
                    "pickle adds to a " + TypeNames.of(stack.peek()) + " as if it were a set");
        }
        set.addAll(items);
    }

    private boolean usesMemoOrStack(int opcode) throws IOException {
        switch (opcode) {
            case '(' -> stack.mark();
            case '0' -> popValueOrMark();
            case '1' -> stack.popToMark();
            case '2' -> stack.push(stack.peek());
            case 'p' -> memo.put(literals.indexLine(), stack.peek());
            case 'q' -> memo.put(in.readByte(), stack.peek());
            case 'r' -> memo.put(in.readInt(), stack.peek());
            case 0x94 -> memo.put(memo.size(), stack.peek());
            case 'g' -> stack.push(remembered(literals.indexLine()));
            case 'h' -> stack.push(remembered(in.readByte()));
            case 'j' -> stack.push(remembered(in.readInt()));
            case 0x80 -> requireProtocol(in.readByte());
            case 0x95 ->
                    in.readLong(); // a frame is a hint for reading ahead; nothing depends on it
            default -> {
                return false;
            }
        }
        return true;
    }

    private void popValueOrMark() throws PickleException {
        if (stack.markIsOnTop()) {
            stack.popToMark();
        } else {
            stack.pop();
        }
    }

    private Object remembered(int index) throws PickleException {
        Object value = memo.get(index);
        if (value == null) {
            throw new PickleException("pickle refers to object " + index + ", which it never made");
        }
        return value;
    }

    private static void requireProtocol(int protocol) throws PickleException {
        if (protocol > HIGHEST_PROTOCOL) {
            throw new PickleException(
                    "pickle is of protocol " + protocol + ", newer than " + HIGHEST_PROTOCOL);
        }
    }

    private boolean makesObject(int opcode) throws IOException {
        switch (opcode) {
            case 'c' -> stack.push(factory.name(literals.nameLine(), literals.nameLine()));
            case 0x93 -> pushNameFromStack();
            case 'R' -> callWithTuple();
            case 0x81 -> newObject();
            case 0x92 -> newObjectWithKeywords();
            case 'o' -> newObjectFromMark();
            case 'i' -> newNamedObject();
            case 'b' -> build();
            case 'P', 'Q' -> refuse("objects outside of the file (persistent ids)");
            case 0x82, 0x83, 0x84 -> refuse("the extension registry of a Python process");
            case 0x97, 0x98 -> refuse("buffers outside of the file");
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void refuse(String what) throws PickleException {
        throw new PickleException("pickle refers to " + what + ", which cannot be read");
    }

    private void pushNameFromStack() throws PickleException {
        Object name = stack.pop();
        Object module = stack.pop();
        if (!(name instanceof String nameText) || !(module instanceof String moduleText)) {
            throw new PickleException("pickle names a class by something else than text");
        }
        stack.push(factory.name(moduleText, nameText));
    }

    private void callWithTuple() throws PickleException {
        Object arguments = stack.pop();
        stack.push(factory.call(stack.pop(), paid(tuple(arguments))));
    }

    private void newObject() throws PickleException {
        Object arguments = stack.pop();
        stack.push(factory.instance(stack.pop(), paid(tuple(arguments))));
    }

    private void newObjectWithKeywords() throws PickleException {
        stack.pop(); // keywords of __new__ change nothing in data
        newObject();
    }

    private void newObjectFromMark() throws PickleException {
        List<Object> items = stack.popToMark();
        if (items.isEmpty()) {
            throw new PickleException("pickle makes an object of no class");
        }
        PyTuple arguments = paid(new PyTuple(items.subList(1, items.size())));
        stack.push(factory.instance(items.get(0), arguments));
    }

    private void newNamedObject() throws IOException {
        PickledName name = factory.name(literals.nameLine(), literals.nameLine());
        stack.push(factory.instance(name, paid(new PyTuple(stack.popToMark()))));
    }

    private static PyTuple tuple(Object arguments) throws PickleException {
        if (arguments instanceof PyTuple tuple) {
            return tuple;
        }
        throw new PickleException(
                "pickle calls something with a " + TypeNames.of(arguments) + " as arguments");
    }

    private void build() throws IOException {
        Object state = stack.pop();
        Object target = stack.peek();
        if (target instanceof JoblibArray array) {
            stack.replaceTop(array.isPickled(state) ? runNested() : array.read(state, in));
        } else {
            spend(weight(state));
            if (state instanceof PyTuple parts) { // a dict and one of slots
                for (Object part : parts.items()) {
                    spend(weight(part));
                }
            }
            factory.build(target, state);
        }
    }

    /** joblib writes an array of Python objects as a pickle of its own within the pickle. */
    private Object runNested() throws IOException {
        if (nesting == limits.maxNesting()) {
            throw new PickleException("pickle is nested deeper than " + nesting + " levels");
        }
        PickleMachine nested = new PickleMachine(in, limits, factory, nesting + 1);
        nested.operations = operations;
        Object value = nested.run();
        operations = nested.operations;
        return value;
    }
}
