package io.bulkhead.plugin.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeafFinderTest {
    private static final int COLUMNS = 5;
    private static final int CATEGORY_COLUMN = 5;

    private final Random random = new Random(4);

    @ParameterizedTest
    @CsvSource({
        "1, 1, 3",
        "3, 5, 1",
        "4, 2, 6",
        "9, 1, 4",
        "17, 65, 5",
        "100, 63, 6",
        "30, 130, 21",
        "1100, 1, 2",
        "8, 3, 0"
    })
    void comesWhereASingleWalkComes(int treeCount, int rowCount, int depth) throws Exception {
        for (boolean categories : new boolean[] {false, true}) {
            List<RandomTree> trees = new ArrayList<>();
            for (int tree = 0; tree < treeCount; tree++) {
                trees.add(new RandomTree(random, depth, categories && tree % 5 == 3));
            }
            double[] rows = rows(rowCount);
            LeafFinder finder = LeafFinder.of(trees, (tree, source, node) -> {});
            assertThat(finder.treeCount()).isEqualTo(treeCount);

            int[] numbers = finder.leafNumbers(valuesOf(rows, finder), rowCount);

            for (int row = 0; row < rowCount; row++) {
                for (int tree = 0; tree < treeCount; tree++) {
                    assertThat(numbers[row * treeCount + tree])
                            .as("row %d, tree %d", row, tree)
                            .isEqualTo(trees.get(tree).walk(rows, row * COLUMNS));
                }
            }
        }
    }

    @Test
    void addsLeavesOfARowInTheOrderOfTheTrees() throws Exception {
        List<RandomTree> trees = new ArrayList<>();
        for (int tree = 0; tree < 2100; tree++) {
            trees.add(new RandomTree(random, 2, false));
        }
        int[] next = new int[3];

        LeafFinder finder = LeafFinder.of(trees, (tree, source, node) -> {});
        finder.addLeaves(
                valuesOf(rows(3), finder),
                3,
                (firstRow, rows, firstTree, count, nodes) -> {
                    for (int row = firstRow; row < firstRow + rows; row++) {
                        assertThat(firstTree).isEqualTo(next[row]);
                        next[row] += count;
                    }
                });

        assertThat(next).containsOnly(2100);
    }

    @Test
    void refusesWhatIsNoTree() {
        RandomTree looping = new RandomTree(random, 3, false);
        looping.left[2] = 0;

        assertThatThrownBy(() -> LeafFinder.of(List.of(looping), (tree, source, node) -> {}))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("tree 0 is no tree");
    }

    private double[] rows(int count) {
        double[] rows = new double[count * COLUMNS];
        for (int i = 0; i < rows.length; i++) {
            rows[i] =
                    switch (random.nextInt(8)) {
                        case 0 -> Double.NEGATIVE_INFINITY;
                        case 1 -> Double.POSITIVE_INFINITY;
                        case 2 -> -0.0;
                        default -> random.nextInt(9) / 4.0 - 1;
                    };
            if (i % COLUMNS == CATEGORY_COLUMN - 1) {
                rows[i] = random.nextInt(80) - 2;
            }
        }
        return rows;
    }

    private static RowValues valuesOf(double[] rows, LeafFinder finder) {
        int columns = finder.columnCount();
        return (first, count, values) -> {
            for (int row = 0; row < count; row++) {
                int target = row * (columns + 1);
                values[target] = 0;
                System.arraycopy(rows, (first + row) * COLUMNS, values, target + 1, columns);
            }
        };
    }

    /** A tree in arrays, whose branches end at random levels. */
    private static final class RandomTree implements SourceTree {
        private final int[] left;
        private final Split[] splits;
        private int size = 1;

        RandomTree(Random random, int depth, boolean categories) {
            int most = 4 * (1 << Math.min(depth, 8)) + 2 * depth + 1;
            this.left = new int[most];
            this.splits = new Split[most];
            grow(random, 0, depth, categories);
        }

        private void grow(Random random, int node, int depth, boolean categories) {
            if (depth == 0 || (depth < 8 && random.nextInt(6) == 0)) {
                left[node] = -1;
                return;
            }
            boolean set = categories && random.nextBoolean();
            splits[node] =
                    set || random.nextInt(9) == 0
                            ? ofCategoryColumn(random, set)
                            : Split.above(
                                    1 + random.nextInt(COLUMNS - 1), random.nextInt(9) / 4.0 - 1);
            left[node] = size;
            size += 2;
            grow(random, left[node], depth - 1, categories);
            grow(random, left[node] + 1, depth > 8 ? 0 : depth - 1, categories);
        }

        private static Split ofCategoryColumn(Random random, boolean set) {
            return set
                    ? Split.within(CATEGORY_COLUMN, new int[] {random.nextInt(), random.nextInt()})
                    : Split.above(CATEGORY_COLUMN, random.nextInt(60));
        }

        int walk(double[] rows, int first) {
            int node = 0;
            while (!isLeaf(node)) {
                Split split = splits[node];
                double value = rows[first + split.column() - 1];
                node = left[node] + (isTrue(split, value) ? 1 : 0);
            }
            return leafNumber(node);
        }

        private static boolean isTrue(Split split, double value) {
            if (!split.categorical()) {
                return value > split.threshold();
            }
            int category = (int) value;
            return category < 0
                    ? value == RowValues.MEMBER
                    : category < 64 && ((split.members()[category / 32] >> category % 32) & 1) == 1;
        }

        @Override
        public int nodeCount() {
            return size;
        }

        @Override
        public int root() {
            return 0;
        }

        @Override
        public boolean isLeaf(int node) {
            return left[node] < 0;
        }

        @Override
        public int left(int split) {
            return left[split];
        }

        @Override
        public int right(int split) {
            return left[split] + 1;
        }

        @Override
        public Split split(int node) {
            return splits[node];
        }

        @Override
        public int leafNumber(int leaf) {
            return leaf + 1000;
        }

        @Override
        public double weight(int node) {
            return 1;
        }
    }
}
