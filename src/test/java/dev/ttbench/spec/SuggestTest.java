package dev.ttbench.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

/** "Did you mean". */
class SuggestTest {
    @Test
    void theNearestNameWithinAThirdOfItsLength() {
        assertEquals("kernel", Suggest.nearest("kernle", List.of("kernel", "stride")), "two letters exchanged are one edit");
        assertEquals("stride", Suggest.nearest("Strid", List.of("kernel", "stride")));
        assertEquals("spatial_transformer", Suggest.nearest("spatial", List.of("spatial_transformer", "linear")), "a beginning");
        assertNull(Suggest.nearest("zzz", List.of("kernel", "stride")));
    }

    @Test
    void aShortListIsShownWhenNothingIsNear() {
        assertEquals("known: kernel, stride", Suggest.hint("zzz", List.of("stride", "kernel")));
        assertNull(Suggest.hint("zzz", List.of()));
    }
}
