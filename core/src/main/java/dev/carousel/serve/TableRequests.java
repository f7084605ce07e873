package dev.carousel.serve;

import dev.carousel.data.InvalidDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Answers {"lines": […]}, the lines of a table from its first one on, with what a follower says of
 * them.
 *
 * @param followers begins a table for each request
 * @param reply the key under which its rows are given
 */
public record TableRequests(Supplier<TableFollower> followers, String reply) implements Service {
  private static final String LINES = "lines";

  @Override
  public List<Map<String, Object>> answer(List<Map<String, Object>> requests) {
    List<Map<String, Object>> replies = new ArrayList<>();
    for (Map<String, Object> request : requests) {
      List<String> lines = new Request(request).reading(LINES).texts(LINES);
      replies.add(Map.of(reply, rows(lines)));
    }
    return replies;
  }

  private List<Map<String, Object>> rows(List<String> lines) {
    TableFollower follower = followers.get();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      try {
        rows.addAll(follower.read(lines.get(i)));
      } catch (InvalidDataException e) {
        throw new InvalidDataException(
            "line %d under '%s': %s".formatted(i + 1, LINES, e.getMessage()), e);
      }
    }
    rows.addAll(follower.end());
    return rows;
  }
}
