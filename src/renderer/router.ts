import { nextTick } from 'vue'
import { createRouter, createWebHashHistory, type Router } from 'vue-router'
import HomeView from './views/HomeView.vue'

/** The six rooms. All but the first are read when the window is idle, or on the way in. */
export function createRoomRouter(): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', name: 'home', component: HomeView, meta: { title: 'Home' } },
      { path: '/lab', name: 'lab', component: () => import('./views/LabView.vue'), meta: { title: 'Lab' } },
      { path: '/reports', name: 'reports', component: () => import('./views/ReportsView.vue'), meta: { title: 'Reports' } },
      { path: '/reports/:id(\\d+)', name: 'report', component: () => import('./views/ReportView.vue'), meta: { title: 'Report' } },
      { path: '/learn', name: 'learn', component: () => import('./views/LearnView.vue'), meta: { title: 'Learn' } },
      { path: '/learn/claims', name: 'claims', component: () => import('./views/ClaimsView.vue'), meta: { title: 'Claims' } },
      { path: '/learn/predictions', name: 'predictions', component: () => import('./views/PredictionsView.vue'), meta: { title: 'Predictions' } },
      { path: '/learn/:lesson', name: 'lesson', component: () => import('./views/LessonView.vue'), meta: { title: 'Lesson' } },
      { path: '/cards', name: 'cards', component: () => import('./views/CardsView.vue'), meta: { title: 'Cards' } },
      { path: '/quiz', name: 'quiz', component: () => import('./views/QuizView.vue'), meta: { title: 'Quiz' } },
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  }) // prettier-ignore
  // The room scrolls, not the window: another page begins at its top, but for the Lab, which stays as it was left.
  router.afterEach((to, from) => {
    if (to.path !== from.path && to.name !== 'lab' && to.hash === '')
      void nextTick(() => document.getElementById('room')?.scrollTo({ top: 0 }))
  })
  return router
}

/** Reads the code of the rooms not yet visited, so that a first visit is as fast as a second. */
export function readRooms(): void {
  void import('./views/LabView.vue')
  void import('./views/ReportsView.vue')
  void import('./views/ReportView.vue')
  void import('./views/LearnView.vue')
  void import('./views/LessonView.vue')
  void import('./views/ClaimsView.vue')
  void import('./views/PredictionsView.vue')
  void import('./views/CardsView.vue')
  void import('./views/QuizView.vue')
}
