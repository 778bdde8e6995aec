package io.headwater.router.deliver;

import java.util.Optional;

/**
 * What a destination answered to one request.
 *
 * @param retryAfter the header of that name, as it stood
 * @param body its beginning, as text; empty where nobody will read it
 */
record Answer(int status, Optional<String> retryAfter, String body) {}
