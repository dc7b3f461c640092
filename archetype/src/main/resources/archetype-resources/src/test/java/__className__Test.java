package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import ${package}.${className}.House;
import org.junit.jupiter.api.Test;

/** What the method computes: plain Java. */
class ${className}Test {
    @Test
    void elmStreetIsDear() {
        assertThat(new ${className}().price(new House(50, "Elm Street", 1)).price())
                .isEqualTo(251_000);
    }
}
