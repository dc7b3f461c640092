package io.bulkhead.plugin.sklearn.metadata;

import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.estimator.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * The datatypes and shapes of a model's answers. A pickle tells neither, so the model is asked once
 * with a row of what the file says that it knows, zeros if nothing; what it cannot answer to that
 * is left out.
 */
public final class AnswerForms {
    /** With more columns their pairs are too many to be asked for at each load. */
    private static final long MOST_COLUMNS_OF_PAIRS = 100;

    private final Model model;
    private final List<ModelInput> inputs;

    /** Whether answers to one row and to two are compared, wherever the rows may be in them. */
    private final boolean compare;

    private AnswerForms(Model model, List<ModelInput> inputs, boolean compare) {
        this.model = model;
        this.inputs = inputs;
        this.compare = compare;
    }

    /**
     * Of a model whose rows are the first dimension of what has one or two.
     *
     * @param inputs what the model wants; empty if that is not known, and then nothing is
     * @param names the outputs that it has
     */
    public static List<TensorMetadata> of(
            Model model, List<ModelInput> inputs, List<String> names) {
        return new AnswerForms(model, inputs, false).of(names);
    }

    /** Of a model whose rows may be anywhere. */
    public static List<TensorMetadata> compared(
            Model model, List<ModelInput> inputs, List<String> names) {
        return new AnswerForms(model, inputs, true).of(names);
    }

    private List<TensorMetadata> of(List<String> names) {
        if (inputs.isEmpty()) {
            return List.of();
        }
        List<Tensor> row = rows(1, 0);
        long columns = 0;
        for (Tensor tensor : row) {
            columns += tensor.size();
        }
        List<TensorMetadata> forms = new ArrayList<>();
        for (String name : names) {
            if (columns <= MOST_COLUMNS_OF_PAIRS
                    || !name.equals(Method.INTERACTIONS.pythonName())) {
                forms.addAll(forms(row, name));
            }
        }
        return List.copyOf(forms);
    }

    private List<Tensor> rows(int size, double number) {
        List<Tensor> rows = new ArrayList<>(inputs.size());
        for (ModelInput input : inputs) {
            rows.add(input.tensor(size, number));
        }
        return rows;
    }

    /** Whether an answer to one row leaves open what is another number for other requests. */
    private boolean isOpen(List<Tensor> answer) {
        boolean open = compare;
        for (ModelInput input : inputs) {
            open |= input.isOpen();
        }
        for (Tensor tensor : answer) {
            open |= tensor.shape().rank() > 2;
        }
        return open;
    }

    /** Where zeros are not taken, as of logarithms, ones may be. */
    private List<TensorMetadata> forms(List<Tensor> row, String name) {
        List<Tensor> zeros = answer(row, name);
        List<Tensor> answer = zeros.isEmpty() ? answer(rows(1, 1), name) : zeros;
        List<Tensor> larger =
                isOpen(answer) ? answer(rows(2, zeros.isEmpty() ? 1 : 0), name) : List.of();
        List<TensorMetadata> forms = new ArrayList<>();
        for (int i = 0; i < answer.size(); i++) {
            Tensor tensor = answer.get(i);
            boolean compared =
                    i < larger.size() && larger.get(i).shape().rank() == tensor.shape().rank();
            forms.add(
                    form(tensor, compared ? difference(tensor, larger.get(i)) : rowsFirst(tensor)));
        }
        return forms;
    }

    private static Shape rowsFirst(Tensor answer) {
        long[] dimensions = answer.shape().toArray();
        if (dimensions.length > 0) {
            dimensions[0] = Shape.ANY;
        }
        return Shape.of(dimensions);
    }

    /** What is another number for more rows, or columns, is any. */
    private static Shape difference(Tensor answer, Tensor larger) {
        long[] dimensions = answer.shape().toArray();
        for (int i = 0; i < dimensions.length; i++) {
            boolean same = dimensions[i] == larger.shape().dimension(i);
            dimensions[i] = same ? dimensions[i] : Shape.ANY;
        }
        return Shape.of(dimensions);
    }

    private List<Tensor> answer(List<Tensor> rows, String name) {
        List<RequestedOutput> wanted = List.of(new RequestedOutput(name, Parameters.empty()));
        try {
            return model.predict(
                            new InferenceRequest("", Parameters.empty(), rows, wanted),
                            RequestContext.background())
                    .toCompletableFuture()
                    .join()
                    .outputs();
        } catch (RuntimeException notForSuchRows) {
            return List.of(); // of categories that no row has, for example
        }
    }

    private static TensorMetadata form(Tensor answer, Shape shape) {
        return new TensorMetadata(
                answer.name(), answer.data().datatype(), shape, answer.parameters());
    }
}
