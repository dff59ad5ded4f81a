import { httpResource } from '@angular/common/http';
import { computed, Injectable } from '@angular/core';

import type { Teaching } from './api/models';

/** Whether somebody of the staff is here, who has signed in under /admin/; asked once. */
@Injectable({ providedIn: 'root' })
export class Staff {
  private readonly teaching = httpResource<Teaching>(() => 'api/v1/teaching');

  readonly here = computed(() => this.teaching.hasValue() && this.teaching.value().staff);
}
