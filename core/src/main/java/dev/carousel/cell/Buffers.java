package dev.carousel.cell;

import dev.carousel.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tensors behind the buffers of one pass. */
final class Buffers {
  private record Key(View.Buffer buffer, int index) {}

  private final Map<Key, Tensor> tensors;

  Buffers() {
    tensors = new HashMap<>();
  }

  /** The same buffers, to which others can be added. */
  Buffers(Buffers others) {
    tensors = new HashMap<>(others.tensors);
  }

  void put(View.Buffer buffer, int index, Tensor tensor) {
    tensors.put(new Key(buffer, index), tensor);
  }

  Tensor get(View.Buffer buffer, int index) {
    Tensor tensor = tensors.get(new Key(buffer, index));
    if (tensor == null) {
      throw new IllegalStateException("this pass has no buffer " + buffer + " " + index);
    }
    return tensor;
  }

  /** The tensors of some views, in their order. */
  Tensor[] of(List<View> views) {
    return views.stream().map(view -> get(view.buffer(), view.index())).toArray(Tensor[]::new);
  }
}
