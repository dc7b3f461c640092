package io.bulkhead.plugin.sklearn;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.delegate.DelegateCatalog;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.EstimatorReaders;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.metadata.AnswerForms;
import io.bulkhead.plugin.sklearn.metadata.ModelInput;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.TableValues;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** One scikit-learn estimator, served as MLServer serves it. */
final class SklearnModel implements Model {
    private final Estimator estimator;
    private final FittedFile file;
    private final Codecs codecs;
    private final OutputNames outputNames;
    private final List<ModelInput> inputs;
    private final List<TensorMetadata> outputs;

    private SklearnModel(
            Estimator estimator,
            FittedFile file,
            Codecs codecs,
            OutputNames outputNames,
            List<ModelInput> inputs,
            List<TensorMetadata> outputs) {
        this.estimator = estimator;
        this.file = file;
        this.codecs = codecs;
        this.outputNames = outputNames;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /**
     * @param root what the pickle holds
     */
    static SklearnModel of(Object root, ModelContext context) throws PickleException {
        EstimatorReaders scikit = EstimatorCatalog::find;
        EstimatorReaders readers = scikit.or(DelegateCatalog.of(context));
        Estimator estimator = new EstimatorConverter(readers).convert(root);
        OutputNames names = OutputNames.of(context.settings(), estimator.methods());
        FittedFile file = FittedFile.of(root);
        List<ModelInput> inputs = inputs(file, estimator);
        return new SklearnModel(estimator, file, context.codecs(), names, inputs, List.of())
                .withOutputs();
    }

    /** Where other libraries' estimators know their columns, their number alone is no news. */
    private static List<ModelInput> inputs(FittedFile file, Estimator estimator) {
        List<TensorMetadata> own = file.tellsTypes() ? List.of() : estimator.inputs();
        return own.isEmpty() ? file.inputs() : ModelInput.of(own);
    }

    private SklearnModel withOutputs() {
        List<TensorMetadata> known =
                AnswerForms.of(this, inputs, outputNames.legal(estimator.methods()));
        return new SklearnModel(estimator, file, codecs, outputNames, inputs, known);
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        List<RequestedOutput> wanted = outputNames.wanted(request);
        Values input = values(codecs.decode(request, usualType(request)));
        List<Tensor> outputs = new ArrayList<>(wanted.size());
        for (RequestedOutput output : wanted) {
            Object answer = answer(method(output.name()), input);
            if (answer instanceof Table && wanted.size() > 1) {
                throw severalTables(output.name(), wanted);
            }
            outputs.addAll(codecs.encode(request, output.name(), answer));
        }
        return CompletableFuture.completedFuture(InferenceResponse.of(outputs));
    }

    /** Columns that each have an input are a table, whether the request says so or not. */
    private String usualType(InferenceRequest request) {
        return inputs.size() > 1 && request.inputs().size() > 1 ? ContentType.PD : ContentType.NP;
    }

    /** What scikit-learn gives as a vector is one, not a matrix of one column. */
    private Object answer(Method method, Values input) {
        Object answer = estimator.apply(method, input).encodable();
        boolean matrix = answer instanceof Tensor tensor && tensor.shape().rank() == 2;
        return matrix && method.givesVector() && ((Tensor) answer).shape().dimension(1) == 1
                ? ((Tensor) answer).withShape(Shape.of(((Tensor) answer).size()))
                : answer;
    }

    private static Values values(Object decoded) {
        if (decoded instanceof Tensor tensor) {
            return new TensorValues(tensor);
        }
        if (decoded instanceof Table table) {
            return new TableValues(table);
        }
        throw ServingException.unprocessable(
                "the content type of the request gives neither an array nor a table");
    }

    private Method method(String output) {
        Optional<Method> method = Method.named(output);
        if (method.isPresent() && estimator.methods().contains(method.get())) {
            return method.get();
        }
        throw ServingException.invalidArgument(
                "<class '"
                        + file.lastClass()
                        + "'> models do not support '"
                        + output
                        + "', only "
                        + legal());
    }

    private String legal() {
        return outputNames.legal(estimator.methods()).stream()
                .map(name -> "'" + name + "'")
                .collect(Collectors.joining(", "));
    }

    private static ServingException severalTables(String name, List<RequestedOutput> wanted) {
        return ServingException.invalidArgument(
                name
                        + " returned columnar data of type <class 'pandas.core.frame.DataFrame'>"
                        + " and "
                        + wanted.stream().map(output -> "'" + output.name() + "'").toList()
                        + " were requested. Cannot encode multiple columnar data responses into"
                        + " one response.");
    }

    @Override
    public ModelMetadata metadata() {
        Parameters properties =
                Parameters.of("library", file.library())
                        .with("estimator", file.rootClass())
                        .with("sklearn_version", file.sklearnVersion())
                        .with("reader", "bulkhead-sklearn-onnx")
                        .with("outputs", outputNames.legal(estimator.methods()));
        List<TensorMetadata> taken = new ArrayList<>(inputs.size());
        for (ModelInput input : inputs) {
            taken.add(input.described());
        }
        return new ModelMetadata("", taken, outputs, properties);
    }

    @Override
    public Concurrency concurrency() {
        return Concurrency.computeOnly();
    }
}
