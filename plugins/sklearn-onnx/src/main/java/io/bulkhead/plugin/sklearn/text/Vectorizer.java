package io.bulkhead.plugin.sklearn.text;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.DtypeParameter;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Column;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Texts in, one column for each term out: how often it occurs, or what weight that gives it. */
public final class Vectorizer implements Estimator {
    private final String owner;
    private final Analyzer analyzer;
    private final TermIndex index;
    private final boolean binary;
    private final Datatype datatype;
    private final Optional<TermWeights> weights;

    private Vectorizer(
            Attributes attributes,
            TermIndex index,
            Datatype datatype,
            Optional<TermWeights> weights)
            throws PickleException {
        this.owner = attributes.owner();
        this.analyzer = AnalyzerReader.read(attributes);
        this.index = index;
        this.binary = attributes.flag("binary", false);
        this.datatype = datatype;
        this.weights = weights;
    }

    public static Vectorizer readCount(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new Vectorizer(
                attributes,
                Vocabulary.of(attributes),
                DtypeParameter.of(attributes, Datatype.INT64).datatype(),
                Optional.empty());
    }

    public static Vectorizer readTfidf(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Vocabulary vocabulary = Vocabulary.of(attributes);
        Attributes transformer = attributes.member(attributes.require("_tfidf"));
        return new Vectorizer(
                attributes,
                vocabulary,
                DtypeParameter.of(attributes, Datatype.FP64).datatype(),
                Optional.of(TermWeights.of(transformer, vocabulary.size())));
    }

    public static Vectorizer readHashing(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        int size = attributes.integer("n_features");
        if (size <= 0) {
            throw attributes.unsupported("n_features", size);
        }
        return new Vectorizer(
                attributes,
                new HashedTerms(size, attributes.flag("alternate_sign", true)),
                DtypeParameter.of(attributes, Datatype.FP64).datatype(),
                Optional.of(TermWeights.normalizing(attributes)));
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Column texts = texts(input);
        TermCounts counts = new TermCounts(index, input.rows());
        for (int row = 0; row < input.rows(); row++) {
            if (texts.isMissing(row)) {
                throw ServingException.unprocessable(
                        "text " + row + " is missing; " + owner + " expects a text in each row");
            }
            analyzer.analyze(texts.textAt(row), counts::add);
            counts.endText();
        }
        SparseMatrix counted = counts.toMatrix(binary, datatype);
        return weights.map(each -> (Values) each.apply(counted)).orElse(counted);
    }

    /** One text in a row: a vector, or a matrix or table of one column. */
    private Column texts(Values input) {
        Values rows = input;
        if (input instanceof TensorValues vector && vector.tensor().shape().rank() == 1) {
            rows = vector.asColumn();
        }
        if (rows.columns(owner) == 1) {
            Column column = rows.column(0, owner);
            if (column.isText()) {
                return column;
            }
        }
        throw ServingException.unprocessable(owner + " expects one text in each row");
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return index.names();
    }
}
