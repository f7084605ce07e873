package dev.carousel.serve;

import dev.carousel.data.InvalidDataException;
import java.util.List;
import java.util.Map;

/**
 * Answers requests with a trained model. Requests and replies are what JSON objects hold: strings,
 * numbers, booleans, lists and maps with strings as keys; each task says which keys it reads and
 * gives.
 */
@FunctionalInterface
public interface Service {
  /**
   * Answers some requests together. The answers do not depend on which are asked together, but for
   * the rounding of sums.
   *
   * @param requests the requests
   * @return a reply for each, in their order, its keys in the order to show them in
   * @throws InvalidDataException if a request cannot be answered; the message names the key
   */
  List<Map<String, Object>> answer(List<Map<String, Object>> requests);
}
