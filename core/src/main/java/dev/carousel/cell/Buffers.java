package dev.carousel.cell;

import dev.carousel.cell.View.Buffer;
import dev.carousel.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The tensors behind the buffers of one pass. */
final class Buffers {
  private final Map<Buffer, List<Tensor>> tensors = new EnumMap<>(Buffer.class);

  Buffers() {}

  /** The same buffers, to which others can be added. */
  Buffers(Buffers others) {
    others.tensors.forEach((buffer, list) -> tensors.put(buffer, new ArrayList<>(list)));
  }

  void put(Buffer buffer, int index, Tensor tensor) {
    List<Tensor> list = tensors.computeIfAbsent(buffer, b -> new ArrayList<>());
    while (list.size() <= index) {
      list.add(null);
    }
    list.set(index, tensor);
  }

  Tensor get(Buffer buffer, int index) {
    List<Tensor> list = tensors.get(buffer);
    if (list == null || list.size() <= index || list.get(index) == null) {
      throw new IllegalStateException("this pass has no buffer " + buffer + " " + index);
    }
    return list.get(index);
  }

  /** The tensors of some views, in their order. */
  Tensor[] of(List<View> views) {
    Tensor[] all = new Tensor[views.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = get(views.get(i).buffer(), views.get(i).index());
    }
    return all;
  }
}
